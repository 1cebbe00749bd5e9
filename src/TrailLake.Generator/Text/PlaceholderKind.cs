namespace TrailLake.Generator.Text;

/// <summary>Kinds of holes in a template.</summary>
enum PlaceholderKind
{
    /// <summary>Literal text only; ends a template.</summary>
    None,

    /// <summary>One of a few literal texts.</summary>
    OneOf,

    /// <summary>A resource of the account, the same one for the whole record.</summary>
    Pool,

    /// <summary>An object key below a prefix of the account, the same one for the whole record.</summary>
    ObjectKey,
    Uuid,
    Hex,
    Base32,
    LowerBase32,
    Base64,
    Number,

    /// <summary>An address of a private network.</summary>
    PrivateIp,

    /// <summary>An address of the documentation ranges.</summary>
    PublicIp,
    Account,
    OtherAccount,
    Region,

    Caller,

    CallerIp,

    Time,

    /// <summary>Time of the event plus so many minutes, in Java's default form, as IAM, RDS and STS write it.</summary>
    JavaTime,

    /// <summary>Time of the event in milliseconds since 1970.</summary>
    EpochMillis,

    /// <summary>Parts of the session that the record issues.</summary>
    IssuedKey,
    IssuedArn,
    IssuedId,
    IssuedRoleArn,
    IssuedSession,
}
