using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CustomerSegmentation.Cli.Reading;

namespace CustomerSegmentation.Cli;

/// <summary>Options that say in plain words what they take.</summary>
internal static class TypedOptions
{
    /// <summary>One of a few words; the type's default where it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="words">What can be said, and what it means.</param>
    public static Option<T> Word<T>(string name, string description, params (string Word, T Value)[] words)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Select(w => w.Word)),
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Array.FindIndex(words, w => w.Word.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place)
                {
                    return words[place].Value;
                }

                result.AddError($"{name} '{text}': there is {string.Join(", ", words.Select(w => w.Word))}.");
                return default!;
            },
        };
        option.CompletionSources.Add([.. words.Select(w => w.Word)]);
        return option;
    }

    /// <summary>A whole number, 1 or more.</summary>
    public static Option<int?> Whole(string name, string description) => Whole(name, description, 1, int.MaxValue);

    /// <summary>A whole number within bounds, both included.</summary>
    public static Option<T?> Whole<T>(string name, string description, T min, T max)
        where T : struct, IBinaryInteger<T> => Number(
            name, description, "n", NumberStyles.None, min, max, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min:N0} to {max:N0}"));

    /// <summary>A number within bounds, both included.</summary>
    public static Option<double?> Number(string name, string description, double min, double max) => Number(
        name, description, "x", NumberStyles.Float, min, max, string.Create(CultureInfo.InvariantCulture, $"a number from {min:N0} to {max:N0}"));

    /// <summary>A number above 0.</summary>
    public static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "x",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number > 0 && double.IsFinite(number))
            {
                return number;
            }

            result.AddError($"{name} '{result.Tokens[0].Value}' is not a number above 0.");
            return null;
        },
    };

    /// <summary>A seed.</summary>
    public static Option<ulong?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result =>
        {
            if (ulong.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                return seed;
            }

            result.AddError($"{name} '{result.Tokens[0].Value}' is not a whole number from 0 to 2^64 - 1.");
            return null;
        },
    };

    private static Option<T?> Number<T>(string name, string description, string help, NumberStyles style, T min, T max, string what)
        where T : struct, INumber<T> => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            if (T.TryParse(result.Tokens[0].Value, style, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            {
                return number;
            }

            result.AddError($"{name} '{ColumnList.Shown(result.Tokens[0].Value)}' is not {what}.");
            return null;
        },
    };

    /// <summary>Names between commas.</summary>
    public static Option<string[]> Columns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "a,b,c",
        CustomParser = result =>
        {
            string[] columns = [.. result.Tokens.SelectMany(token => ColumnList.Parse(token.Value))];
            if (columns.Length == 0 || columns.Any(column => column.Length == 0))
            {
                result.AddError($"{name} '{string.Join(' ', result.Tokens.Select(token => token.Value))}' has an empty name; write {name} a,b,c.");
            }

            return columns;
        },
    };
}
