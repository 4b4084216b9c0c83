using System.Text.RegularExpressions;
using System.Xml.Linq;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;

namespace CustomerSegmentation.Tests;

/// <summary>Who may know whom. References run host → Edge → domain and host → Ledger → domain; nothing points back up.</summary>
public sealed partial class ArchitectureTests
{
    private const string Domain = "CustomerSegmentation";
    private const string Ledger = "CustomerSegmentation.Ledger";
    private const string Edge = "CustomerSegmentation.Edge";
    private const string Client = "CustomerSegmentation.Client";
    private const int MaxFileLines = 250;

    /// <summary>Every project under src with all that it may refer to. A project that is not here has no rule yet.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Domain] = [],
        [Ledger] = [Domain],
        [Edge] = [Domain],
        ["CustomerSegmentation.Embedded"] = [Domain, Ledger, Edge],
        ["CustomerSegmentation.Silo"] = [Domain, Ledger, Edge, Client],
        [Client] = [], // what a program takes in with it is the contract, and no part of the engine
        ["CustomerSegmentation.Cli"] = [Domain, Ledger], // `export` reads the folder of a stopped engine: no engine could tell it all
    };

    private static IEnumerable<string> Sources => Directory.EnumerateFiles(
        Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !BuildOutput().IsMatch(file));

    private static IReadOnlyList<Project> Projects { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file))
            .Select(Project.Read),
    ];

    [Fact]
    public void References_between_projects_run_downward_only()
    {
        Projects.Select(project => project.Name).ShouldContain(Domain);
        foreach (var project in Projects)
        {
            Allowed.ShouldContainKey(project.Name, $"{project.Name} is new: say here what it may refer to.");
            project.References.Except(Allowed[project.Name]).ShouldBeEmpty($"{project.Name} refers to what it must not see.");
        }
    }

    [Fact]
    public void The_domain_needs_nothing_but_the_runtime()
    {
        var domain = Projects.Single(project => project.Name == Domain);
        domain.Sdk.ShouldBe("Microsoft.NET.Sdk");
        domain.Packages.ShouldBeEmpty();
        domain.Frameworks.ShouldBeEmpty();

        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        typeof(Customer).Assembly.GetReferencedAssemblies()
            .Where(reference => !File.Exists(Path.Combine(runtime, reference.Name + ".dll")))
            .Select(reference => reference.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_every_project_gets_are_analyzers_that_do_not_travel()
    {
        var everywhere = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Build.props")).Descendants("PackageReference").ToList();
        everywhere.ShouldNotBeEmpty();
        everywhere.ShouldAllBe(package =>
            package.Attribute("Include")!.Value.Contains("Analyzer") && package.Attribute("PrivateAssets")!.Value == "all");
    }

    [Fact]
    public void Orleans_is_known_to_the_silo_and_its_client_alone()
    {
        foreach (var project in Projects.Where(project => project.Name is not ("CustomerSegmentation.Silo" or Client)))
        {
            project.Packages.Where(IsOrleans).ShouldBeEmpty($"{project.Name} must do without Orleans.");
        }
    }

    [Fact]
    public void The_solution_has_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "CustomerSegmentation.sln"));
        var inSolution = ProjectInSolution().Matches(solution).Select(match => match.Groups["path"].Value.Replace('\\', '/')).Order();
        var onDisk = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => !BuildOutput().IsMatch(path))
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Order();
        inSolution.ShouldBe(onDisk);
    }

    [Fact]
    public void What_is_logged_under_a_number_is_one_thing()
    {
        var ids = Sources.SelectMany(file => LogEvent().Matches(File.ReadAllText(file))).Select(match => match.Groups["id"].Value).ToList();
        ids.ShouldNotBeEmpty();
        ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    [Fact]
    public void No_source_file_is_too_long_to_read_in_one_go()
    {
        Sources.ShouldNotBeEmpty();
        Sources.Select(file => (File: Path.GetRelativePath(Checkout.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxFileLines)
            .ShouldBeEmpty();
    }

    private static bool IsOrleans(string package) => package.Contains("Orleans", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BuildOutput();

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ProjectInSolution();

    [GeneratedRegex(@"LoggerMessage\((?<id>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LogEvent();

    /// <summary>What a project file asks for.</summary>
    private sealed record Project(string Name, string Sdk, string[] References, string[] Packages, string[] Frameworks)
    {
        public static Project Read(string file)
        {
            var xml = XDocument.Load(file);
            return new(
                Path.GetFileNameWithoutExtension(file),
                xml.Root!.Attribute("Sdk")!.Value,
                [.. Included(xml, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
                [.. Included(xml, "PackageReference")],
                [.. Included(xml, "FrameworkReference")]);
        }

        private static IEnumerable<string> Included(XDocument xml, string item) =>
            xml.Descendants(item).Select(reference => reference.Attribute("Include")!.Value);
    }
}
