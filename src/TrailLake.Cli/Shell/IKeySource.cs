using System;

namespace TrailLake.Cli.Shell;

/// <summary>Where keys come from.</summary>
interface IKeySource
{
    /// <summary>True when a further key is there already: a text is being pasted.</summary>
    bool IsMoreWaiting { get; }

    /// <summary>Waits for a key. Ctrl-C is a key like any other.</summary>
    ConsoleKeyInfo Read();
}
