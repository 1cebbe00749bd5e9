-- What only a session of TrailLake can do, told where it is looked for.

CREATE MACRO events_with(searched) AS TABLE SELECT * FROM events WHERE error(
    'events_with asks the index of the lake, which DuckDB cannot read: use it in traillake query, or name the columns here, as in SELECT * FROM events WHERE userIdentity.accessKeyId = '''
    || searched || '''')::VARCHAR::BOOLEAN;
