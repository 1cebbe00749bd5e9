namespace TrailLake.Answers.Principals;

/// <summary>Dimensions to count events by.</summary>
public enum CountDimension
{
    /// <summary>Day, UTC.</summary>
    Day,

    /// <summary>Hour of the day, UTC.</summary>
    Hour,

    /// <summary>The caller: roles as a whole.</summary>
    Principal,

    /// <summary>Address that calls came from.</summary>
    Address,

    /// <summary>User agent.</summary>
    Agent,

    /// <summary>Region.</summary>
    Region,

    /// <summary>Access key.</summary>
    Key,

    /// <summary>Service, for example s3.amazonaws.com.</summary>
    Service,

    /// <summary>Service and API.</summary>
    Call,

    /// <summary>Account whose trail recorded the event.</summary>
    Account,

    /// <summary>Whether the session began with MFA.</summary>
    Mfa,

    /// <summary>Type of the caller: IAMUser, AssumedRole, ….</summary>
    Type,
}
