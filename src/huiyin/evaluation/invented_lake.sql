-- A matter drawn from its number: day, place, kind, how it goes; {u0} … are numbers between nought and one.
-- name: base
CREATE OR REPLACE TEMP TABLE base AS SELECT *,
  CASE WHEN ends <= {last} THEN ends END AS ended_on,
  CASE WHEN ends <= {last} THEN outcome_then ELSE '' END AS outcome
FROM (SELECT i AS matter, i AS led_by, (SELECT areas FROM codes)[1 + spot] AS area, sort AS kind,
  (SELECT offices FROM codes)[1 + spot] AS office, (SELECT offices FROM codes)[1 + spot] AS registered_at, 'claim' AS nature, 6 AS path, false AS imported,
  received_on, received_on + (1 + floor(u4 * 12))::INT AS accepted,
  received_on + (8 + floor(-24 * ln(1 - 0.999 * u5)))::INT AS ends,
  CASE WHEN u6 < 0.6 THEN 'answered' WHEN u6 < 0.7 THEN 'explain' WHEN u6 < 0.78 THEN 'support'
       WHEN u6 < 0.82 THEN 'reject' WHEN u6 < 0.9 THEN 'guided' WHEN u6 < 0.96 THEN 'told' ELSE 'declined' END
    AS outcome_then, u7, u8, u9
FROM (SELECT i, {u2} AS u2, floor((SELECT len(areas) FROM codes) * {u2} * {u2})::BIGINT AS spot,
  (SELECT kinds FROM codes)[1 + floor({kinds} * {u3} * {u3})::INT] AS sort,
  {first} + floor({days} * {u1})::INT AS received_on,
  {u4} AS u4, {u5} AS u5, {u6} AS u6, {u7} AS u7, {u8} AS u8, {u9} AS u9 FROM range({begin}, {end}) r(i)))
-- name: matter
SELECT matter, led_by, area, kind, office, registered_at, nature, path, imported,
        CASE WHEN ended_on IS NULL THEN 'accepted' ELSE 'served' END AS stage, received_on,
        CASE WHEN accepted <= {last} THEN accepted END AS accepted_on, ended_on, outcome,
        CASE WHEN u9 < 0.02 AND ended_on IS NOT NULL THEN 'maintain' ELSE '' END AS review,
        1 + (u8 < 0.125)::INT AS petitions, 0 AS flaws, u9 > 0.96 AS late FROM base
-- name: petition
SELECT * FROM (
        SELECT matter AS petition, matter, led_by, area, kind, office, registered_at, 'web' AS channel, received_on,
          (hash(floor(u7 * {people})) >> 1)::BIGINT AS person,
          CASE WHEN u9 < 0.03 THEN 3 ELSE 1 END AS persons, false AS again, u7 > 0.97 AS same_words, u9 > 0.99 AS anonymous, imported,
          ended_on AS concluded_on FROM base
        UNION ALL SELECT {matters} + matter, matter, led_by, area, kind, office, registered_at, 'phone', received_on + 40,
          (hash(floor(u7 * {people})) >> 1)::BIGINT, 1, true, false, false, imported, ended_on FROM base
          WHERE u8 < 0.125 AND received_on + 40 <= {last})
-- name: act
SELECT * FROM (
        SELECT matter, 1 AS position, area, kind, office, registered_at, 'received' AS step, received_on AS day, office AS taken_at,
          CASE WHEN accepted <= {last} THEN 'accepted' ELSE '' END AS following,
          CASE WHEN accepted <= {last} THEN accepted - received_on END AS waited,
          accepted > {last} AS open FROM base
        UNION ALL SELECT matter, 2, area, kind, office, registered_at, 'accepted', accepted, office,
          CASE WHEN ended_on IS NULL THEN '' WHEN outcome IN ('explain', 'support', 'reject') THEN 'opinion_issued' ELSE 'answered' END,
          greatest(ended_on - accepted, 0), ended_on IS NULL FROM base WHERE accepted <= {last}
        UNION ALL SELECT matter, 3, area, kind, office, registered_at,
          CASE WHEN outcome IN ('explain', 'support', 'reject') THEN 'opinion_issued' ELSE 'answered' END, ended_on, office, 'served',
          2, false FROM (SELECT * FROM base WHERE ended_on IS NOT NULL)
        UNION ALL SELECT matter, 4, area, kind, office, registered_at, 'served', ended_on + 2, office, '', NULL, false FROM (SELECT * FROM base WHERE ended_on IS NOT NULL))
-- name: deadline
SELECT * FROM (
        SELECT matter, area, kind, office, registered_at, 'tell' AS duty, 'office' AS owed_by, received_on AS begun_on,
          received_on + 15 AS due, CASE WHEN accepted <= {last} THEN accepted END AS done_on, imported FROM base
        UNION ALL SELECT matter, area, kind, office, registered_at, 'conclude', 'office', accepted, accepted + 60, ended_on, imported
          FROM base WHERE accepted <= {last})
-- name: letter
SELECT * FROM (
        SELECT 2 * matter AS letter, matter, area, kind, office, registered_at, 'acceptance' AS letter_kind, accepted AS signed_on,
          accepted + 2 AS served_on, 'post' AS how FROM base WHERE accepted <= {last}
        UNION ALL SELECT 2 * matter + 1, matter, area, kind, office, registered_at, 'answer', ended_on, ended_on + 2, 'hand' FROM (SELECT * FROM base WHERE ended_on IS NOT NULL))
-- name: rating
SELECT matter AS petition, matter, area, kind, office, registered_at, ended_on + 5 AS day,
        1 + floor(3 * sqrt(u7))::INT AS petition_office, 1 + floor(3 * u8)::INT AS unit
        FROM (SELECT * FROM base WHERE ended_on IS NOT NULL) WHERE u9 BETWEEN 0.25 AND 0.5
