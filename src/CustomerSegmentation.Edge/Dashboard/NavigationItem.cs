namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>A page that every page leads to.</summary>
/// <param name="Path">Its address; pages below it belong to it.</param>
/// <param name="Name">What it is called.</param>
internal sealed record NavigationItem(string Path, string Name)
{
    /// <summary>All of them, in the order of the navigation.</summary>
    public static IReadOnlyList<NavigationItem> All { get; } =
    [
        new("/", "Overview"),
        new("/segments", "Segments"),
        new("/migration", "Migration"),
        new("/customers", "Customers"),
        new("/models", "Models"),
        new("/live", "Live"),
    ];

    /// <summary>Whether a page is this one or below it.</summary>
    public bool Holds(string path) =>
        path == Path || (Path.Length > 1 && path.StartsWith(Path + "/", StringComparison.Ordinal));
}
