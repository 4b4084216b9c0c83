using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class PrincipalComponentsTests
{
    private static readonly Arbitrary<double[][]> Tables = (
        from seed in Gen.Choose(0, 100_000)
        from rows in Gen.Choose(2, 200)
        from width in Gen.Choose(1, 12)
        select TestColumns.BlobColumns(rows, width, 3, (ulong)seed)).ToArbitrary();

    [Fact]
    public void Mall_data_have_the_components_of_scikit_learn()
    {
        // scikit-learn 1.2.1: PCA().fit(z) of z = StandardScaler().fit_transform(x), age, income and spending score; signs
        // by the rule here, explained_variance_ times (n − 1) / n. The first and third columns weigh all but the same.
        var components = PrincipalComponents.Of(References.MallWithAge(), 3);
        components.ExplainedVarianceRatio.ShouldBe([0.442661672082, 0.333083784615, 0.224254543302], 1e-7);
        components.ExplainedVariance.ShouldBe([1.327985016247, 0.999251353846, 0.672763629907], 1e-7);
        components.Components[0].ShouldBe([0.70638234667, -0.048023975863, -0.706199460532], 1e-6);
        components.Components[1].ShouldBe([0.030141162311, 0.998831597543, -0.037774992843], 1e-6);
        components.Components[2].ShouldBe([0.707188440691, 0.005397915526, 0.707004506252], 1e-6);
        components.Scores[0].Take(3).ShouldBe([-0.615720019, -1.6657927134, 0.3378619085], 1e-6);
        components.Scores[1].Take(3).ShouldBe([-1.7634808785, -1.8207469511, -1.6747989372], 1e-6);
    }

    [Fact]
    public void Campaign_data_have_the_components_of_scikit_learn()
    {
        // The same call on 2,240 × 11 columns of quite different units.
        var components = PrincipalComponents.Of(References.Campaign());
        components.ExplainedVarianceRatio.ShouldBe([0.433831705569, 0.123080319666], 1e-7);
        double[] first =
        [
            0.008406970666, 0.347760926085, 0.333329245665, 0.360552053033, 0.342772161199, 0.331295870746,
            0.283032298535, -0.019419859992, 0.274840760329, 0.370208130219, 0.342870044637,
        ];
        double[] second =
        [
            -0.023043670273, 0.206700817237, -0.236338555586, -0.180018826148, -0.244926504528, -0.200769204926,
            0.145489772793, 0.694528199909, 0.474017428113, -0.010652618026, 0.199602378846,
        ];
        components.Components[0].ShouldBe(first, 1e-6);
        components.Components[1].ShouldBe(second, 1e-6);
        components.Scores[0].Take(3).ShouldBe([4.1605296747, -2.3259920738, 1.4082339565], 1e-5);
    }

    [Fact]
    public void Two_columns_by_hand()
    {
        // Correlation 0.8: eigenvalues 1.8 and 0.2 along (1, 1)/√2 and (1, −1)/√2, however large the second column is.
        var components = PrincipalComponents.Of(NumericColumns.From([1, 2, 3, 4], [1000, 3000, 2000, 4000]));
        var root = Math.Sqrt(0.5);
        components.Components[0].ShouldBe([root, root], 1e-6);
        components.Components[1].ShouldBe([root, -root], 1e-6);
        components.ExplainedVariance.ShouldBe([1.8, 0.2], 1e-6);
        components.ExplainedVarianceRatio.ShouldBe([0.9, 0.1], 1e-6);

        // The first row is −1.5 / √1.25 in both.
        components.Scores[0][0].ShouldBe(2 * root * -1.5 / Math.Sqrt(1.25), 1e-6);
        components.Scores[1][0].ShouldBe(0, 1e-6);
    }

    [Fact]
    public void Column_without_variance_takes_no_part()
    {
        var components = PrincipalComponents.Of(NumericColumns.From([1, 2, 3], [0.1, 0.1, 0.1], [2, 4, 6]), 3);
        components.ExplainedVariance.ShouldBe([2, 0, 0], 1e-6);
        components.ExplainedVarianceRatio.ShouldBe([1, 0, 0], 1e-6);
        components.Components[0][1].ShouldBe(0);

        var flat = PrincipalComponents.Of(NumericColumns.From([5, 5], [7, 7]));
        flat.ExplainedVarianceRatio.ShouldBe([0, 0]);
        flat.Scores.ShouldAllBe(scores => scores.All(s => s == 0));
        flat.Project([9, 9]).ShouldBe([0, 0]);
    }

    [Fact]
    public void Equal_values_that_do_not_lie_on_the_origin_are_no_variance()
    {
        // Three rows of a larger table keep its origin, so that their common value is not 0 but some fraction.
        var table = NumericColumns.From([0.1, 0.1, 0.1, 1], [1, 2, 4, 8]).Pick([0, 1, 2]);
        PrincipalComponents.Of(table).ExplainedVariance.ShouldBe([1, 0], 1e-12);
    }

    [Fact]
    public void They_are_unit_vectors_at_right_angles() => Check((columns, components) =>
        components.Components.Select((a, i) => components.Components.Select((b, j) =>
            Math.Abs(a.Zip(b, (x, y) => x * y).Sum() - (i == j ? 1 : 0)) < 1e-9).All(near => near)).All(near => near));

    [Fact]
    public void All_of_them_explain_all_variance_in_descending_order() => Check((columns, components) =>
        Math.Abs(components.ExplainedVarianceRatio.Sum() - 1) < 1e-9
            && Math.Abs(components.ExplainedVariance.Sum() - columns.Length) < 1e-9
            && components.ExplainedVariance.Zip(components.ExplainedVariance.Skip(1)).All(p => p.First >= p.Second));

    [Fact]
    public void Scores_have_the_variance_they_explain_and_are_what_the_rows_project_to() => Check((columns, components) =>
        components.Scores.Zip(components.ExplainedVariance).All(p =>
            Math.Abs(p.First.Sum(s => s * s / p.First.Length) - p.Second) < 1e-6)
        && Enumerable.Range(0, columns[0].Length).All(r => components.Project([.. columns.Select(c => c[r])])
            .Zip(components.Scores).All(p => Math.Abs(p.First - p.Second[r]) < 1e-4)));

    [Fact]
    public void The_largest_weight_is_positive() => Check((_, components) =>
        // Of two that differ by no more than rounding either may be the largest.
        components.Components.All(weights => weights.Max() >= weights.Max(Math.Abs) * (1 - 1e-6)));

    [Fact]
    public void A_request_that_makes_no_sense_is_refused()
    {
        var table = NumericColumns.From([1, 2, 3], [3, 1, 2]);
        Should.Throw<ArgumentException>(() => PrincipalComponents.Of(table, 0));
        Should.Throw<ArgumentException>(() => PrincipalComponents.Of(table, 3));
        Should.Throw<ArgumentException>(() => PrincipalComponents.Of(table).Project([1]));
        Should.Throw<OperationCanceledException>(() => PrincipalComponents.Of(table, 2, new CancellationToken(canceled: true)));
    }

    private static void Check(Func<double[][], PrincipalComponents, bool> holds) => Prop.ForAll(
        Tables, columns => holds(columns, PrincipalComponents.Of(NumericColumns.From(columns), columns.Length)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
}
