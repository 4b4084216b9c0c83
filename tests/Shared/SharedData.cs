namespace CustomerSegmentation;

/// <summary>Public data sets beside the checkout, where there are any.</summary>
internal static class SharedData
{
    /// <summary>The path of a file under <c>shared/data</c>, looked for upwards from the tests; null where it is missing.</summary>
    public static string? TryPathOf(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>The same; skips the test where it is missing.</summary>
    public static string PathOf(string name)
    {
        if (TryPathOf(name) is { } path)
        {
            return path;
        }

        Assert.Skip($"shared/data/{name} is not beside this checkout.");
        return "";
    }
}
