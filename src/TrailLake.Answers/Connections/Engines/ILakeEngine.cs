namespace TrailLake.Answers.Connections.Engines;

/// <summary>An engine that reads the lake's tables without TrailLake, and what one pastes into it.</summary>
interface ILakeEngine
{
    /// <summary>The name that <c>connect --engine</c> takes.</summary>
    string Name { get; }

    /// <summary>Writes the text for one lake.</summary>
    void Write(TextWriter output, EngineLake lake);
}
