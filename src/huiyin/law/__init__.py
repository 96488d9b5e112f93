"""What the rules say: acts in, state and deadlines out. Pure: no Django, no database, no clock.

Start with `lifecycle.fold` (acts to state) and `deadlines.due` (state to deadlines); `acts.KINDS` lists the
acts, `follows.FOLLOWS` which may follow which, `letters` what each letter must hold, `parameters` the values.
"""
