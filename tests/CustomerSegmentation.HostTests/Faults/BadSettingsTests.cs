namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A setting that makes no sense ends the host before it touches anything, with a sentence that names it.</summary>
public sealed class BadSettingsTests
{
    [Theory]
    [InlineData("--Windw", "30d", "--Windw")]
    [InlineData("--Window", "banana", "Window is 'banana'")]
    [InlineData("--Window", "-5d", "Window is '-5d'")]
    [InlineData("--Clock", "moon", "Clock is 'moon'")]
    [InlineData("--Currency", "XYZ", "'XYZ' is not a currency")]
    [InlineData("--Rates:USD", "cheap", "USD is 'cheap'")]
    [InlineData("--Rates:USD", "0", "USD")]
    [InlineData("--Rules:RecencyDays:0", "soon", "RecencyDays:0 is 'soon'")]
    [InlineData("--Rules:RecencyDays:0", "14", "RecencyDays")]
    [InlineData("--Hysteresis:Margin", "-0.1", "Hysteresis:Margin is '-0.1'; it must be a number from 0 to 10, such as 0.1.")]
    [InlineData("--Hysteresis:Margin", "much", "Hysteresis:Margin is 'much'")]
    [InlineData("--Hysteresis:MinimumDwell", "9999d", "Hysteresis:MinimumDwell is '9999d'; the longest dwell is 365d.")]
    [InlineData("--Hysteresis:MinimumDwell", "-7d", "Hysteresis:MinimumDwell is '-7d', which is not a time above zero. It can be a time such as '7d', or 'none'.")]
    [InlineData("--Hysteresis:Margn", "0.1", "--Hysteresis:Margn; the nearest are --Hysteresis:Margin,")]
    [InlineData("--Refit:Every", "weekly", "Refit:Every is 'weekly'")]
    [InlineData("--Refit:Drift", "much", "Refit:Drift is 'much'")]
    [InlineData("--Refit:Publish", "maybe", "Refit:Publish is 'maybe'")]
    [InlineData("--Refit:Gates:SmallestShare", "5", "Refit:Gates:SmallestShare is '5'")]
    [InlineData("--Refit:Evry", "7d", "Refit:Evry")]
    [InlineData("--Lanes", "0", "Lanes is '0'")]
    [InlineData("--EventsInFlight", "many", "EventsInFlight is 'many'")]
    [InlineData("--RabbitMq:Port", "banana", "RabbitMq:Port is 'banana'; it must be a whole number from 1 to 65535.")]
    [InlineData("--RabbitMq:Port", "99999", "RabbitMq:Port is '99999'")]
    [InlineData("--RabbitMq:Ssl:Enabled", "perhaps", "RabbitMq:Ssl:Enabled is 'perhaps'")]
    [InlineData("--RabbitMq:Hots", "x", "--RabbitMq:Hots; the nearest are --RabbitMq:Host,")]
    [InlineData("--Host", "x", "--Host; the nearest are --RabbitMq:Host,")]
    [InlineData("--Rates:USD:0", "1", "--Rates:USD:0")]
    [InlineData("--demo=banana", "--Clock=wall", "Demo is 'banana'")]
    [InlineData("--Otlp:Endpoint", "notaurl", "Otlp:Endpoint")]
    [InlineData("--Otlp:Protocol", "carrier-pigeon", "Otlp:Protocol")]
    [InlineData("--SweepEvery", "2d", "SweepEvery is '2d'")]
    [InlineData("--SweepEvery", "0.0001s", "SweepEvery is '0.0001s'")]
    [InlineData("--JournalBytes", "3000000000", "JournalBytes is '3000000000'")]
    [InlineData("--Window", "99999d", "Window is '99999d'")]
    [InlineData("--Window", "9999999.00:00:00", "Window is '9999999.00:00:00'")]
    [InlineData("--urls", "http://0.0.0.0:0", "http://0.0.0.0:0 can be reached from other machines")]
    public async Task It_is_named(string option, string value, string named)
    {
        using var folder = new DataFolder();

        var (exitCode, errors) = await HostUnderTest.Embedded.RunAsync(folder.Path, option, value);

        exitCode.ShouldBe(2, errors);
        errors.ShouldContain(named);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        File.Exists(folder.File).ShouldBeFalse();
    }

    /// <summary>By this setting of ASP.NET the addresses overrule the endpoints, which otherwise overrule them.</summary>
    [Theory]
    [InlineData("Embedded")]
    [InlineData("Silo")]
    public async Task Whatever_makes_the_server_listen_openly_ends_the_host(string name)
    {
        using var folder = new DataFolder();
        var host = name == "Silo" ? HostUnderTest.Silo : HostUnderTest.Embedded;

        var (exitCode, _, errors) = await host.RunWithAsync(
            folder.Path,
            new() { ["ASPNETCORE_PREFERHOSTINGURLS"] = "true", ["Kestrel__Endpoints__Own__Url"] = "http://127.0.0.1:0" },
            "--urls",
            "http://0.0.0.0:0");

        exitCode.ShouldBe(2, errors);
        errors.ShouldContain("can be reached from other machines, and no API key is configured.");
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
    }

    [Theory]
    [InlineData("Segmentation__Windw", "10d", "Segmentation:Windw", "Window")]
    [InlineData("Segmentation__ApiKey", "abc", "Segmentation:ApiKey", "ApiKeys")]
    [InlineData("Segmentation__RabbitMq", "localhost", "Segmentation:RabbitMq", "RabbitMq:Host")]
    public async Task A_mistyped_name_in_the_environment_is_named_with_the_nearest_that_exists(
        string variable, string value, string named, string nearest)
    {
        using var folder = new DataFolder();

        var (exitCode, _, errors) = await HostUnderTest.Embedded.RunWithAsync(folder.Path, new() { [variable] = value });

        exitCode.ShouldBe(2, errors);
        errors.ShouldContain($"There is no setting {named};");
        errors.ShouldContain(nearest);
        errors.ShouldContain("--help");
        File.Exists(folder.File).ShouldBeFalse();
    }
}
