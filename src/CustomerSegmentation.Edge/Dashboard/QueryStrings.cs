namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>Writes the query string of an address.</summary>
internal static class QueryStrings
{
    /// <summary>A path with those of the values that say something, in their order.</summary>
    public static string With(string path, params IEnumerable<(string Name, string? Value)> values)
    {
        var query = string.Join('&', values.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }
}
