namespace CustomerSegmentation;

/// <summary>The source tree that this test was built from.</summary>
internal static class Checkout
{
    /// <summary>The folder with <c>CustomerSegmentation.sln</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomerSegmentation.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has CustomerSegmentation.sln.");
    }
}
