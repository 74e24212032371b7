"""The peers of the service benchmark; each module runs under the interpreter of its own environment."""
