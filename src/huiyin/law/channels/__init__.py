"""The clocks of the other channels: arbitration, inspection, work injury, insurance, reconsideration, suit.

Start with `clock.clock` (facts in, last day out); `rules.CHANNELS` lists every channel and its events,
`notice` what a petitioner is told of them, `led` which of them a matter was led into.
"""
