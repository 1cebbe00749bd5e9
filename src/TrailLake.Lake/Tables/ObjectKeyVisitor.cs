namespace TrailLake.Tables;

/// <summary>Takes the identifying columns of one ledger row.</summary>
delegate void ObjectKeyVisitor(string uri, string etag, ObjectState state, string batch);
