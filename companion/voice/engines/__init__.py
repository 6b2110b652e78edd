"""The engines that run inside the voice worker, some of them under the GPL."""
