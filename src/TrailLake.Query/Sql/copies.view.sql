-- Objects of which everything that was read under their URI is verified.
CREATE VIEW verified_objects AS
SELECT uri FROM objects WHERE records > 0 GROUP BY uri
HAVING count(DISTINCT coalesce(contentSha256, sha256, etag)) = count(DISTINCT coalesce(contentSha256, sha256, etag)) FILTER (verified = 'valid');

-- The groups of copy_groups by parts of 1,024 records: of an object with very many runs, a record meets few of them in a join.
CREATE VIEW copy_parts AS
SELECT object, first, last, "group", unnest(range(first // 1024, last // 1024 + 1)) AS part FROM copy_groups;

-- The parts of groups of which an object is verified, joined where one follows another: a record meets one of them then.
CREATE VIEW verified_parts AS
SELECT object, first, last, unnest(range(first // 1024, last // 1024 + 1)) AS part
FROM (
    SELECT object, min(first) AS first, max(last) AS last
    FROM (
        SELECT object, first, last, sum(gap) OVER (PARTITION BY object ORDER BY first) AS stretch
        FROM (
            SELECT object, first, last, CASE WHEN first = lag(last) OVER (PARTITION BY object ORDER BY first) + 1 THEN 0 ELSE 1 END AS gap
            FROM copy_groups
            WHERE "group" IN (SELECT "group" FROM copy_groups WHERE object IN (SELECT uri FROM verified_objects))
        )
    )
    GROUP BY object, stretch
);

-- Events of which any object that delivered them is verified. Without common table expressions: through those, DuckDB 1.5.6 reads every column of the events.
CREATE VIEW verified_events AS
SELECT events.*
FROM events
LEFT JOIN verified_parts AS copied
    ON copied.object = events.sourceObject AND copied.part = events.sourceIndex // 1024 AND events.sourceIndex BETWEEN copied.first AND copied.last
LEFT JOIN verified_objects AS own ON own.uri = events.sourceObject
WHERE copied.object IS NOT NULL OR own.uri IS NOT NULL;

-- For each event every object that delivered it, that of its row included, and which record of that object it was.
CREATE VIEW deliveries AS
SELECT eventID, sourceObject, sourceIndex, sourceObject AS deliveredObject, sourceIndex AS deliveredIndex FROM events
UNION ALL
SELECT
    events.eventID, events.sourceObject, events.sourceIndex, other.object AS deliveredObject, other.first + (events.sourceIndex - own.first) AS deliveredIndex
FROM events
JOIN copy_parts AS own
    ON own.object = events.sourceObject AND own.part = events.sourceIndex // 1024 AND events.sourceIndex BETWEEN own.first AND own.last
JOIN copy_groups AS other ON other."group" = own."group" AND (other.object <> own.object OR other.first <> own.first);
