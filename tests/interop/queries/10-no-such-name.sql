SELECT count(*) AS n FROM events WHERE eventName = 'NoSuchCall'
