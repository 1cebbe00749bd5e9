namespace TrailLake.Answers.Questions;

/// <summary>Kinds of values that a parameter takes; others are refused before anything runs.</summary>
public enum QuestionParameterKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A resource: ARN, name, id or alias.</summary>
    Resource,

    /// <summary>Twelve digits.</summary>
    Account,

    /// <summary>An access key id, AKIA… or ASIA….</summary>
    Key,

    /// <summary>An IPv4 or IPv6 address, or a block of them in CIDR form.</summary>
    Address,

    /// <summary>A whole number from 0.</summary>
    Number,
}
