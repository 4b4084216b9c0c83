namespace CustomerSegmentation.Edge.Configuration;

/// <summary>A setting that a host knows.</summary>
/// <param name="Name">Below the section; <c>*</c> matches any one part: <c>Rates:*</c>.</param>
/// <param name="Default">What holds when it is left out, in words.</param>
/// <param name="Meaning">A line for the help; empty for one that another line explains.</param>
public sealed record Setting(string Name, string Default, string Meaning)
{
    /// <summary>Whether this is the setting of that name.</summary>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split(':');
        var own = Name.Split(':');
        return parts.Length == own.Length && own.Zip(parts).All(pair =>
            pair.First == "*" ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
