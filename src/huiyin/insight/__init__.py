"""The lake of facts and the questions asked of it. Pages, briefs and statistics use these modules:

`queries`  bare figures: contacts (petitions and persons), received, open_by_age, duties (share on time),
           endings, reviews, ratings, rateable, waits, `traced`: the matters behind a figure that an
           actor may open. Each takes what is `Chosen` and by what it is
           grouped, and returns columns of numpy arrays as of an instant; `.rows()` gives dictionaries.
`logs`     the steps of matters as a log for `stats.process_mining`.
`cells`    area × kind × week, dense, for surges, scan and forecasts: noughts are there, weeks that should
           not be judged are marked; `series(measure)` is float[cell, week] with NaN in those.
`shown`    what somebody may see of it: `sight(actor)`, then `grid` (heat matrix), `series`, `hidden_shares`.
`ways`     how matters go through the steps; `followed` what followed a measure; `alike` like matters that
           ended unlike: each as far as somebody may see it.
`refresh`  brings the lake in step with the records; `status` says how it stands.

    from huiyin.insight import queries, shown
    from huiyin.insight.expressions import Chosen

    year = Chosen(since=date(2026, 1, 1), fields=("W",))
    by_week = queries.contacts(year, ("area", "kind", "week"))   # by_week["persons"] is int[rows]
    matrix = shown.grid(year, shown.sight(actor))                # hidden cells are nought and marked

Nothing can be counted by person: `Chosen` and the dimensions know none. Where there is no lake, or it is
damaged, every question raises Refused with words that say what to do.
"""
