using System.Text.Json;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models;

public sealed class ModelDocumentTests
{
    private static readonly FeatureScale[] Features =
    [
        new(FeatureScale.RecencyDays, true, 3.9, 1.1),
        new(FeatureScale.Frequency, true, 1.2, 0.6),
        new(FeatureScale.Monetary, true, 5.6, 1.4),
    ];

    [Fact]
    public void A_mixture_comes_back_as_it_was_kept()
    {
        MixtureComponent[] components =
        [
            new(0.3, [0.1, 1.0 / 3, -2], [[0.5, 0.1, 0], [0.1, 0.7, 0.2], [0, 0.2, 0.5]]),
            new(0.7, [1, 2, 3], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ];
        var model = new MixtureModel(3, [new("s7", "Loyal", "d", "a"), new("s8", "New", "d", "a")], Features, components);
        FitReport report = new(
            2, 900, 5, [new(2, 1, 0.5, 9, 0.4, 900, null, null, 1)], new(true, 0.5, 0.3, 8, 900), new(0.9, 8, 900));
        ModelRecord record = new(model, "gaussianMixture", DateTimeOffset.UnixEpoch, PublishedAt: null, ModelStatus.Candidate, report);

        var back = ModelDocument.Parse(JsonSerializer.Serialize(ModelDocument.From(record), ModelDocumentJson.Default.ModelDocument));

        var mixture = back.Model.ShouldBeOfType<MixtureModel>();
        mixture.Version.ShouldBe(3);
        mixture.Segments.ShouldBe(model.Segments);
        mixture.Features.ShouldBe(Features);
        mixture.Rank(30, 4, 200).ShouldBe(model.Rank(30, 4, 200));
        back.Algorithm.ShouldBe("gaussianMixture");
        back.Fit.ShouldNotBeNull().Metrics.ShouldBe(report.Metrics);
        (back.Fit.Structure, back.Fit.Stability).ShouldBe((report.Structure, report.Stability));
    }

    [Fact]
    public void A_document_from_before_mixtures_still_reads()
    {
        const string Old = """
            {"version":1,"algorithm":"kmeans","fittedAt":"2026-01-01T00:00:00+00:00",
             "segments":[{"id":"s1","name":"Loyal","description":"d","action":"a"}],
             "features":[{"name":"recencyDays","log":true,"mean":3,"standardDeviation":1},
                         {"name":"frequency","log":true,"mean":1,"standardDeviation":1},
                         {"name":"monetary","log":true,"mean":5,"standardDeviation":1}],
             "scaledCentroids":[[0,1,2]],
             "fit":{"k":1,"customers":500,"seed":1,"metrics":[
                {"k":1,"inertia":7,"silhouette":0.5,"calinskiHarabasz":3,"daviesBouldin":1,"silhouetteSample":500}]}}
            """;
        var record = ModelDocument.Parse(Old);
        record.Model.ShouldBeOfType<CentroidModel>().ScaledCentroids[0].ShouldBe([0, 1, 2]);
        record.Fit.ShouldNotBeNull().Metrics.ShouldHaveSingleItem().ShouldBe(new FitMetrics(1, 7, 0.5, 3, 1, 500));
        record.Fit.Structure.ShouldBeNull();
        record.Fit.Stability.ShouldBeNull();
    }
}
