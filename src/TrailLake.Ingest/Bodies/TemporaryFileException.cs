namespace TrailLake.Ingest.Bodies;

/// <summary>A temporary file cannot be written: no damage of what is read.</summary>
sealed class TemporaryFileException(string message, Exception inner) : IOException(message, inner)
{
}
