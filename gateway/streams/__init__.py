"""Subscriptions while they run: who listens, in which group, what is sent, and how it ends."""

from gateway.streams.interface import Ending, EndingCode, Frame, OpenStream, Sink, Streams

__all__ = ["Ending", "EndingCode", "Frame", "OpenStream", "Sink", "Streams"]
