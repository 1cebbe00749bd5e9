using System;
using System.Globalization;
using System.Threading;
using TrailLake.FakeS3;

if (args.Length is < 1 or > 5)
{
    Console.Error.WriteLine("usage: TrailLake.FakeS3 FOLDER [PORT [LATENCY-MS [MB-PER-SECOND [BUCKET]]]]");
    return 2;
}

var options = new FakeS3Options
{
    Port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0,
    Latency = TimeSpan.FromMilliseconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5),
    BytesPerSecond = args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) * 1_000_000 : 0,
    Name = args.Length > 4 ? args[4] : "bench",
};
var bucket = Bucket.OfFolder(args[0]);
using var server = new FakeS3Server(bucket, options);
using var stop = new ManualResetEventSlim();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Set();
};

// The first line is for scripts: they wait for it and read the endpoint.
Console.WriteLine($"{server.Endpoint} s3://{options.Name} {bucket.Count} objects, {options.Latency.TotalMilliseconds} ms, "
    + $"{(options.BytesPerSecond == 0 ? "no limit" : $"{options.BytesPerSecond / 1_000_000} MB/s")} a connection");
stop.Wait();
Console.WriteLine($"{server.Requests} requests");
return 0;
