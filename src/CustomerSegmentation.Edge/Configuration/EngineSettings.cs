using System.Globalization;
using System.Numerics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Reads <see cref="EngineOptions"/> from the configuration section that all hosts share.</summary>
public static class EngineSettings
{
    /// <summary>Name of the section: <c>Segmentation:Window</c>, in the environment <c>Segmentation__Window</c>.</summary>
    public const string Section = "Segmentation";

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static EngineOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var defaults = new EngineOptions();
        return Checked(defaults with
        {
            Clock = section["Clock"] switch
            {
                null or "" => defaults.Clock,
                var text when Enum.TryParse<EngineClock>(text, ignoreCase: true, out var clock) && !char.IsDigit(text[0]) => clock,
                var text => throw new SettingsException($"Clock is '{text}'; it can be 'wall' or 'event'."),
            },
            ClockJump = Time("ClockJump", section["ClockJump"]) ?? defaults.ClockJump,
            ClockGap = Time("ClockGap", section["ClockGap"]) ?? defaults.ClockGap,
            Window = section["Window"] switch
            {
                null or "" => defaults.Window,
                "all" => null,
                var text => Duration.Parse("Window", text, " It can be a time such as '365d', or 'all'."),
            },
            Currency = section["Currency"] is { Length: > 0 } currency ? currency : defaults.Currency,
            Rates = section.GetSection("Rates").GetChildren().ToDictionary(
                rate => rate.Key, rate => Number<decimal>(rate.Path, rate.Value), StringComparer.Ordinal),
            Rules = new()
            {
                RecencyDays = Numbers(section.GetSection("Rules:RecencyDays")) ?? defaults.Rules.RecencyDays,
                Frequency = Numbers(section.GetSection("Rules:Frequency")) ?? defaults.Rules.Frequency,
                Monetary = Numbers(section.GetSection("Rules:Monetary")) ?? defaults.Rules.Monetary,
            },
            Hysteresis = HysteresisSettings.Read(section.GetSection("Hysteresis")),
            MinimumCustomersToFit = section["MinimumCustomersToFit"] is { Length: > 0 } minimum
                ? Number<int>("MinimumCustomersToFit", minimum)
                : defaults.MinimumCustomersToFit,
            Refit = RefitSettings.Read(section.GetSection("Refit")),
        });
    }

    /// <summary>Lets the domain say what it thinks of them, before a host touches anything.</summary>
    private static EngineOptions Checked(EngineOptions options)
    {
        try
        {
            _ = new EventValidator(options);
            _ = new RuleModel(options.Rules);
            return options;
        }
        catch (ArgumentException e)
        {
            throw new SettingsException(e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal), e);
        }
    }

    private static TimeSpan? Time(string name, string? text) => text is { Length: > 0 } ? Duration.Parse(name, text) : null;

    private static double[]? Numbers(IConfigurationSection section)
    {
        double[] numbers = [.. section.GetChildren().Select(child => Number<double>(child.Path, child.Value))];
        return numbers.Length == 0 ? null : numbers;
    }

    private static T Number<T>(string name, string? text)
        where T : INumber<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SettingsException($"{name} is '{text}'; it must be a number such as 1.5.");
}
