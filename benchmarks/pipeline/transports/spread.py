"""The job on this project's bus with each process on whatever core is free."""

from benchmarks.pipeline.transports.ours import Way, main

if __name__ == "__main__":
    main(Way(together=False))
