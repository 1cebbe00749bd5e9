namespace TrailLake.Cli.Shell;

/// <summary>A source of keys.</summary>
interface IKeySource
{
    /// <summary>True when a further key is there already: a text is being pasted.</summary>
    bool IsMoreWaiting { get; }

    /// <summary>True while Ctrl-C is a key like any other; false while it stops what runs.</summary>
    bool IsInterruptKey { set; }

    ConsoleKeyInfo Read();
}
