"""The job on this project's bus with every span written down."""

from benchmarks.pipeline.transports.ours import Way, main

if __name__ == "__main__":
    main(Way(traced=True))
