using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Contract;

public sealed class CommitterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_error_that_is_not_storages_fails_everyone_who_waits_and_is_told()
    {
        using var file = EngineFile.Open(_folder.FullName);
        using var metrics = new EngineMetrics();
        await using var committer = new Committer(file, new(0), metrics, NullLogger.Instance);

        var broken = committer.WriteAsync(_ => throw new InvalidOperationException("a bug"));
        var behind = committer.WriteAsync(writer => writer.SetMeta("a", "b"));

        (await Should.ThrowAsync<InvalidOperationException>(() => broken)).Message.ShouldBe("a bug");
        await Should.ThrowAsync<Exception>(() => behind);
        await Should.ThrowAsync<Exception>(() => committer.WriteAsync(writer => writer.SetMeta("c", "d")));
        var problem = committer.Problem.ShouldNotBeNull();
        problem.Sentence.ShouldNotContain("a bug"); // anybody may ask whether the engine is ready
        problem.Detail.ShouldBe("a bug");
        committer.HasEnded.ShouldBeTrue();
        file.Reader.Meta("a").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_handed_over_becomes_durable_in_its_order()
    {
        using var file = EngineFile.Open(_folder.FullName);
        using var metrics = new EngineMetrics();
        await using var committer = new Committer(file, new(0), metrics, NullLogger.Instance);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => committer.WriteAsync(writer => writer.SetMeta("last", $"{i}"))));

        file.Reader.Meta("last").ShouldBe("499");
        committer.Problem.ShouldBeNull();
    }
}
