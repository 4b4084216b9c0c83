using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Embedded;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The host explains itself, and every setting that it explains is one that it takes.</summary>
public sealed class HostHelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public async Task Help_is_printed_instead_of_a_start(string option)
    {
        using var folder = new DataFolder();

        var (exitCode, output, errors) = await HostUnderTest.Embedded.RunWithAsync(folder.Path, [], option);

        exitCode.ShouldBe(0, errors);
        errors.Trim().ShouldBeEmpty();
        output.ShouldContain("CustomerSegmentation.Embedded --demo");
        output.ShouldContain("--RabbitMq:Host");
        output.ShouldContain("[365d]");
        File.Exists(folder.File).ShouldBeFalse();
    }

    [Fact]
    public async Task The_version_is_printed_instead_of_a_start()
    {
        using var folder = new DataFolder();

        var (exitCode, output, _) = await HostUnderTest.Embedded.RunWithAsync(folder.Path, [], "--version");

        exitCode.ShouldBe(0);
        output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    [Fact]
    public void Every_known_name_is_taken_from_the_command_line_and_from_a_section()
    {
        string[] names = [.. EmbeddedSettings.Known.Select(setting => setting.Name.Replace("*", "0", StringComparison.Ordinal))];

        var arguments = HostCommandLine.Expand([.. names.Select(name => $"--{name}=x")], EmbeddedSettings.Known);

        arguments.ShouldBe(names.Select(name => $"--Segmentation:{name}=x"));
        var section = new ConfigurationBuilder().AddCommandLine(arguments).Build().GetSection("Segmentation");
        KnownSettings.Of(section, EmbeddedSettings.Known).ShouldBe(section);
    }
}
