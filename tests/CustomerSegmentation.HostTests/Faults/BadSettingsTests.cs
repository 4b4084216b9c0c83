using System.Net;
using System.Net.Sockets;

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
    [InlineData("--Refit:Every", "weekly", "Refit:Every is 'weekly'")]
    [InlineData("--Refit:Drift", "much", "Refit:Drift is 'much'")]
    [InlineData("--Refit:Publish", "maybe", "Refit:Publish is 'maybe'")]
    [InlineData("--Refit:Gates:SmallestShare", "5", "Refit:Gates:SmallestShare is '5'")]
    [InlineData("--Refit:Evry", "7d", "Refit:Evry")]
    [InlineData("--Lanes", "0", "Lanes is '0'")]
    [InlineData("--EventsInFlight", "many", "EventsInFlight is 'many'")]
    [InlineData("--RabbitMq:Port", "banana", "Port")]
    [InlineData("--RabbitMq:Port", "99999", "Port")]
    public async Task It_is_named(string option, string value, string named)
    {
        using var folder = new DataFolder();

        var (exitCode, errors) = await HostProcess.RunAsync(folder.Path, "--urls", "http://127.0.0.1:0", option, value);

        exitCode.ShouldBe(2, errors);
        errors.ShouldContain(named);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        File.Exists(folder.File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_that_another_program_listens_on_is_named()
    {
        using var folder = new DataFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, errors) = await HostProcess.RunAsync(folder.Path, "--urls", $"http://{other.LocalEndpoint}");

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain($"{other.LocalEndpoint}");
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.File, "");

        var (exitCode, errors) = await HostProcess.RunAsync(folder.File, "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain(folder.File);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        // The kernel lets nobody write there, not even root.
        Assert.SkipUnless(Directory.Exists("/proc/sys"), "there is no /proc/sys here");

        var (exitCode, errors) = await HostProcess.RunAsync("/proc/sys/segmentation", "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain("/proc/sys/segmentation");
    }
}
