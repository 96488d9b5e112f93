"""Topics: messages about the same matter, found by their words, named, measured, kept from day to day."""

from huiyin.text.topics.days import FEWEST, Heard, heat, peak, persons_between
from huiyin.text.topics.state import Message, State, Topic, update

__all__ = ["FEWEST", "Heard", "Message", "State", "Topic", "heat", "peak", "persons_between", "update"]
