"""The command line: commands, exit codes, and nothing imported before it is needed."""
