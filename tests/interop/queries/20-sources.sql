SELECT o.uri, o.events, count(*) AS n FROM objects o JOIN events e ON e.sourceObject = o.uri GROUP BY o.uri, o.events ORDER BY o.uri
