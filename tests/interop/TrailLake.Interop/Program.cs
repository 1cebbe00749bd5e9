// Makes the fixture: TrailLake.Interop LAKE [EXPECTED]. With EXPECTED it also writes there what engines have to answer.
using System;
using System.IO;
using TrailLake.Interop;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: make LAKE [EXPECTED]");
    return 2;
}

string lake = Path.GetFullPath(args[0]);
if (Directory.Exists(lake) && Directory.GetFileSystemEntries(lake).Length > 0)
{
    Console.Error.WriteLine($"{lake} is not empty: name a folder that is new");
    return 2;
}

FixtureLake.Make(lake);
if (args.Length == 2)
{
    ExpectedAnswers.Write(lake, Path.GetFullPath(args[1]));
}

return 0;
