namespace TrailLake.S3;

/// <summary>The bytes of an object are not those that its ETag is of.</summary>
sealed class S3ETagMismatchException(string message) : IOException(message);
