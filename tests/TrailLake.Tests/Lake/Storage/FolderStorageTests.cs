using System;
using System.IO;
using TrailLake.Storage;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Storage;

/// <summary>The contract, over a folder, and what only a folder has.</summary>
public sealed class FolderStorageTests : StorageTests, IDisposable
{
    readonly TempFolder _folder = new();

    public FolderStorageTests() => Storage = new FolderStorage(_folder.File("lake"));

    internal override ILakeStorage Storage { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AddressesAndLocalPaths_AreFullPaths()
    {
        Assert.Equal(_folder.File("lake"), new FolderStorage(_folder.File("lake") + Path.DirectorySeparatorChar).Address(""));
        Assert.Equal(Path.Combine(_folder.Path, "lake", "events", "a"), Storage.LocalPath("events/a"));
    }

    [Fact]
    public void APrivateFile_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Storage.CreateFolder("");
        var file = Storage.Create("secret", isPrivate: true);
        file.Create().WriteByte(1);
        file.Complete();
        Assert.True(file.TryPublish("secret"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Storage.LocalPath("secret")));
    }

    [Fact]
    public void WhatLinksLeadTo_IsNotListed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("outside/part-1.parquet");
        _folder.Write("lake/events/part-2.parquet");
        Directory.CreateSymbolicLink(_folder.File("lake/events/date=1"), _folder.File("outside"));
        File.CreateSymbolicLink(_folder.File("lake/events/part-3.parquet"), _folder.File("outside/part-1.parquet"));
        Assert.Equal("events/part-2.parquet", Assert.Single(Storage.ListAll("events")).Name);
        Assert.Empty(Storage.ListFolders("events", DateTime.MaxValue));
    }

    [Fact]
    public void OldFolders_AreListedInnerOnesFirst_AndDeletedWhenTheyAreEmpty()
    {
        _folder.Write("lake/events/date=1/account=1/a");
        Directory.CreateDirectory(_folder.File("lake/events/date=2/account=1"));
        Assert.Empty(Storage.ListFolders("events", DateTime.UtcNow.AddDays(-1)));
        var folders = Storage.ListFolders("events", DateTime.UtcNow.AddDays(1));
        Assert.Equal(4, folders.Count);
        foreach (var folder in folders)
        {
            Storage.DeleteEmptyFolder(folder);
        }

        Assert.Equal([_folder.File("lake/events/date=1")], Directory.GetDirectories(_folder.File("lake/events")));
    }

    [Fact]
    public void AFileAnywhere_IsWrittenInItsPlace()
    {
        var path = _folder.File("alone.parquet");
        var file = FolderStorage.CreateAt(path);
        file.Create().WriteByte(7);
        file.Complete();
        file.Abandon();
        Assert.Equal([7], FolderStorage.FileAt(path).ReadAll());
        Assert.Equal(path, file.Address);
    }
}
