using CustomerSegmentation.Silo;
using YamlDotNet.RepresentationModel;

namespace CustomerSegmentation.SiloTests.Program;

/// <summary>What docker/kubernetes.yaml promises to whoever starts from it.</summary>
public sealed class KubernetesTests
{
    private readonly List<YamlMappingNode> _objects;

    public KubernetesTests()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Root(), "docker", "kubernetes.yaml"));
        yaml.Load(text);
        _objects = [.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private YamlMappingNode Deployment => Of("Deployment");

    private YamlNode Container => Deployment["spec"]["template"]["spec"]["containers"][0];

    [Fact]
    public void A_silo_has_time_to_join_before_it_is_asked_whether_it_lives()
    {
        var startup = Container["startupProbe"];
        $"{startup["httpGet"]["path"]}".ShouldBe("/health/live");
        (Number(startup["periodSeconds"]) * Number(startup["failureThreshold"])).ShouldBeGreaterThanOrEqualTo(300);
    }

    [Fact]
    public void It_is_restarted_on_live_and_called_on_ready()
    {
        $"{Container["livenessProbe"]["httpGet"]["path"]}".ShouldBe("/health/live");
        $"{Container["readinessProbe"]["httpGet"]["path"]}".ShouldBe("/health/ready");
    }

    [Fact]
    public void Silos_are_restarted_in_turn_the_next_one_when_the_last_has_been_ready_for_a_while()
    {
        Number(Deployment["spec"]["minReadySeconds"]).ShouldBeGreaterThanOrEqualTo(15, "a killed silo goes unnoticed for so long");
        $"{Deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"]}".ShouldBe("0");
    }

    [Fact]
    public void A_budget_lets_go_of_one_silo_at_a_time()
    {
        var budget = Of("PodDisruptionBudget");
        $"{budget["spec"]["maxUnavailable"]}".ShouldBe("1");
        budget["spec"]["selector"].ShouldBe(Deployment["spec"]["selector"]);
    }

    [Fact]
    public void A_silo_is_called_what_its_pod_is_called_and_reached_by_its_address()
    {
        FieldOf("Segmentation__SiloName").ShouldBe("metadata.name");
        FieldOf("Segmentation__Address").ShouldBe("status.podIP");
    }

    [Fact]
    public void Every_setting_in_it_is_one_that_a_silo_knows()
    {
        var variables = ((YamlMappingNode)Of("Secret")["stringData"]).Children.Keys.Concat(((YamlSequenceNode)Container["env"]).Select(one => one["name"]));
        foreach (var variable in variables.Select(name => $"{name}"))
        {
            var setting = variable["Segmentation__".Length..].Replace("__", ":", StringComparison.Ordinal);
            SiloSettings.Known.ShouldContain(known => known.Matches(setting), variable);
        }
    }

    private static int Number(YamlNode node) => int.Parse($"{node}", System.Globalization.CultureInfo.InvariantCulture);

    private string FieldOf(string variable) => $"{((YamlSequenceNode)Container["env"])
        .Single(one => $"{one["name"]}" == variable)["valueFrom"]["fieldRef"]["fieldPath"]}";

    private YamlMappingNode Of(string kind) => _objects.Single(one => $"{one["kind"]}" == kind);

    /// <summary>Of the checkout that the tests were built from.</summary>
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CustomerSegmentation.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("There is no solution above the tests.");
        }

        return folder.FullName;
    }
}
