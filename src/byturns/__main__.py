"""`python -m byturns COMMAND`: what the `byturns` script runs inside its own environment."""

from byturns.config.command import main

main()
