"""`python -m cbec` and the command `cbec`."""

from cbec.cli.app import main

if __name__ == "__main__":
    main()
