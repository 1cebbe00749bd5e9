SELECT eventID, count(*) AS n FROM events GROUP BY eventID HAVING count(*) > 1 ORDER BY eventID
