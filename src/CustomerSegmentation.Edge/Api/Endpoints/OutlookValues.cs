using System.Globalization;
using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Values of a query that say how far to look.</summary>
internal static class OutlookValues
{
    private const int MaxHorizons = 12;
    private const int MaxDay = 3_650;

    /// <summary>A time such as 7d or 12h.</summary>
    public static TimeSpan Span(this ref QueryValues query, string name, string standard)
    {
        try
        {
            return Duration.Parse(name, query.Text(name) ?? standard);
        }
        catch (SettingsException wrong)
        {
            query.Refuse("invalid_span", wrong.Message);
            return TimeSpan.FromDays(1);
        }
    }

    /// <summary>Days from now, such as 30,60,90.</summary>
    public static IReadOnlyList<int> Days(this ref QueryValues query, IReadOnlyList<int> standard)
    {
        if (query.Text("days") is not { } text)
        {
            return standard;
        }

        var days = text.Split(',').Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= MaxDay ? day : 0).ToList();
        if (days.Count > MaxHorizons || days.Contains(0))
        {
            query.Refuse("invalid_days", $"days must be up to {MaxHorizons} whole numbers from 1 to {MaxDay}, such as 30,60,90.");
        }

        return [.. days.Distinct().Order()];
    }

    /// <summary>What random draws begin with.</summary>
    public static ulong Seed(this ref QueryValues query)
    {
        if (query.Text("seed") is not { } text)
        {
            return 1;
        }

        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            query.Refuse("invalid_seed", "seed must be a whole number, zero or more.");
        }

        return seed;
    }
}
