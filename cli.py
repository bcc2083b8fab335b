"""The doorbell: `python cli.py` is `daopai`."""

from schedule.commands import main

if __name__ == "__main__":
    main()
