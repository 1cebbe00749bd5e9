namespace TrailLake.Generator.Population;

/// <summary>Who makes a call; a shape names the kinds that make it.</summary>
[Flags]
enum ActorKinds
{
    None = 0,

    /// <summary>A program in a role session.</summary>
    Role = 1 << 0,

    /// <summary>A person in the console, in a role session of single sign-on.</summary>
    Console = 1 << 1,

    /// <summary>An IAM user with a long-term key.</summary>
    User = 1 << 2,

    /// <summary>An IAM user in the console.</summary>
    UserConsole = 1 << 3,

    /// <summary>A service that acts for a role session: <c>invokedBy</c>.</summary>
    Delegated = 1 << 4,

    /// <summary>A service on its own: type <c>AWSService</c>.</summary>
    Service = 1 << 5,

    /// <summary>A service event whose identity is an account and a service, without a type.</summary>
    Event = 1 << 6,

    /// <summary>A caller of another account: type <c>AWSAccount</c>.</summary>
    Cross = 1 << 7,

    Root = 1 << 8,
    Federated = 1 << 9,

    /// <summary>A user of Identity Center, not in a role yet.</summary>
    Center = 1 << 10,
    Saml = 1 << 11,
    Web = 1 << 12,

    /// <summary>An IAM user who signs in.</summary>
    Login = 1 << 13,

    /// <summary>Everyone who calls for himself.</summary>
    People = Role | Console | User | UserConsole | Root | Federated,
}
