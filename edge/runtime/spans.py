"""What a process that is traced tells of its messages; see `edge.trace`."""

from collections.abc import Mapping, Sequence

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.core.messages.base import Message
from edge.core.messages.status import Heartbeat
from edge.trace.tracer import Key, Tracer, key_of


class Spans:
    """Turns what happens to messages into spans; they reach the disk with the heartbeat."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._sending: list[tuple[Key, int]] = []
        self._spent_ns = now_ns(), 0

    def event(self, name: str, figures: Mapping[str, object]) -> None:
        """Note that something special has come in."""
        self._tracer.event(name, figures)

    def sent(self, message: Message) -> None:
        """Note that a message was sent by whatever is worked on now."""
        self._sending.append((key_of(message), now_ns()))

    def made(self, message: Message, begin_ns: int) -> None:
        """Note that a message was made of data that came at `begin_ns`, and sent just now."""
        self._span(
            type(message).__name__,
            begin_ns,
            now_ns(),
            thread="out",
            args={"seq": message.seq, "host_ns": message.host_ns},
        )

    def worked(self, deliveries: Sequence[Delivery], begin_ns: int, end_ns: int) -> None:
        """Note what these messages, one after the other or all at once, took."""
        messages = [delivery.message for delivery in deliveries]
        first = deliveries[0].stamp
        self._span(
            ", ".join(dict.fromkeys(type(message).__name__ for message in messages)),
            begin_ns,
            end_ns,
            taken=[key_of(message) for message in messages],
            args={
                "seq": messages[0].seq,
                "host_ns": messages[0].host_ns,
                "from": first.producer,
                "messages": len(messages),
                "wait_us": (begin_ns - first.sent_ns) / 1e3,
            },
        )

    def beat(self, beat: Heartbeat) -> None:
        """Note the process's own figures, and put all that was noted on the disk."""
        since_ns, spent_ns = self._spent_ns
        self._spent_ns = beat.host_ns, beat.cpu_ns
        share = (beat.cpu_ns - spent_ns) / max(1, beat.host_ns - since_ns)
        self._tracer.count("queue", {"most waiting": beat.queue})
        self._tracer.count("drops", {"messages": sum(beat.drops.values())})
        self._tracer.count("CPU", {"percent of a core": 100 * share})
        self._tracer.count("memory", {"MB": beat.memory_bytes / 1e6})
        self._tracer.flush()

    def _span(
        self,
        name: str,
        begin_ns: int,
        end_ns: int,
        *,
        args: dict[str, object],
        taken: Sequence[Key] = (),
        thread: str = "work",
    ) -> None:
        sent, self._sending = self._sending, []
        self._tracer.span(name, begin_ns, end_ns, thread=thread, taken=taken, sent=sent, args=args)
