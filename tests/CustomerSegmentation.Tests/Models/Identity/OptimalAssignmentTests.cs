using CustomerSegmentation.Models.Identity;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Identity;

public sealed class OptimalAssignmentTests
{
    [Fact]
    public void The_greatest_single_weight_is_given_up_for_a_greater_sum() =>
        OptimalAssignment.Greatest(new double[,] { { 10, 9 }, { 9, 1 } }).ShouldBe([1, 0]);

    [Fact]
    public void Rows_without_a_column_and_columns_without_a_row_are_left_over()
    {
        OptimalAssignment.Greatest(new double[,] { { 1 }, { 3 }, { 2 } }).ShouldBe([-1, 0, -1]);
        OptimalAssignment.Greatest(new double[,] { { 1, 3, 2 } }).ShouldBe([1]);
        OptimalAssignment.Greatest(new double[0, 3]).ShouldBeEmpty();
        OptimalAssignment.Greatest(new double[2, 0]).ShouldBe([-1, -1]);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused() =>
        Should.Throw<ArgumentException>(() => OptimalAssignment.Greatest(new[,] { { 1, double.NaN } }));

    [Fact]
    public void No_permutation_has_a_greater_sum() =>
        Prop.ForAll(Tables().ToArbitrary(), weights =>
        {
            var columnOf = OptimalAssignment.Greatest(weights);
            var (rows, columns) = (weights.GetLength(0), weights.GetLength(1));
            columnOf.Where(column => column >= 0).ShouldBeUnique();
            columnOf.Count(column => column >= 0).ShouldBe(Math.Min(rows, columns));

            var sum = columnOf.Select((column, row) => column < 0 ? 0 : weights[row, column]).Sum();
            sum.ShouldBe(Best(weights, row: 0, taken: 0, left: Math.Min(rows, columns)), 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>By trying all there are.</summary>
    private static double Best(double[,] weights, int row, int taken, int left)
    {
        if (left == 0)
        {
            return 0;
        }

        if (row == weights.GetLength(0))
        {
            return double.NegativeInfinity;
        }

        var best = Best(weights, row + 1, taken, left);
        for (var column = 0; column < weights.GetLength(1); column++)
        {
            if ((taken >> column & 1) == 0)
            {
                best = Math.Max(best, weights[row, column] + Best(weights, row + 1, taken | (1 << column), left - 1));
            }
        }

        return best;
    }

    private static Gen<double[,]> Tables() =>
        from rows in Gen.Choose(1, 6)
        from columns in Gen.Choose(1, 6)
        from few in Gen.Elements(3, 1_000) // few different weights: many ties
        from values in Gen.Choose(-few, few).ArrayOf(rows * columns)
        select Table(rows, columns, values);

    private static double[,] Table(int rows, int columns, int[] values)
    {
        var table = new double[rows, columns];
        Buffer.BlockCopy(Array.ConvertAll(values, value => value / 7.0), 0, table, 0, values.Length * sizeof(double));
        return table;
    }
}
